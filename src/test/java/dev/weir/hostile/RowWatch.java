package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs a row and then looks at the bystanders, the loops and the log. Whoever waited too long may have waited for
 * another process on this machine: then the row is run once more, under the same limits.
 */
final class RowWatch implements InvocationInterceptor {
    /** A row that ran and passed. */
    record Run(String row, String service) {}

    private static final Set<Run> RUNS = ConcurrentHashMap.newKeySet();

    static Set<Run> runs() {
        return Set.copyOf(RUNS);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        Row row = call.getExecutable().getAnnotation(Row.class);
        Server server = (Server) call.getArguments().get(0);
        Stage stage = Stage.current();
        stage.begin();
        invocation.proceed();
        List<String> problems = stage.over();
        if (!problems.isEmpty()) {
            stage.awaitCalm();
            again(call);
            problems = stage.over();
        }
        problems.addAll(stage.log().problems(row.logged()));
        assertEquals(List.of(), problems);
        RUNS.add(new Run(row.value(), server.service()));
    }

    private static void again(ReflectiveInvocationContext<Method> call) throws Throwable {
        Method method = call.getExecutable();
        method.setAccessible(true);
        try {
            method.invoke(call.getTarget().orElseThrow(), call.getArguments().toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
