package dev.weir.hostile;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The endpoints of the services on {@link Stage} that a row is about. */
final class Endpoints implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        Row row = context.getRequiredTestMethod().getAnnotation(Row.class);
        return Stage.current().servers().stream()
                .filter(server -> !row.natively() || server.speaksNative())
                .filter(server -> !row.groups() || server.hasGroups())
                .map(Arguments::of);
    }
}
