package dev.weir.cli;

import dev.weir.client.ConsumeOptions;
import dev.weir.client.WeirException;
import dev.weir.message.GroupSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What commands do with the client's calls: wait, and turn what went wrong into words. */
final class Calls {
    private Calls() {}

    /** Blocks; the client has limits of time. */
    static <T> T get(CompletableFuture<T> call) throws ToolFailure, InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    static ToolFailure failure(@Nullable Throwable why) {
        return new ToolFailure(why instanceof WeirException known ? ServerOptions.advice(known) : String.valueOf(why));
    }

    /** Refuses what is no name of a group that there may be; the seed's poppers have one too. */
    static void isGroup(String name) throws UsageError {
        if (!name.equals(GroupSettings.POP.name())) {
            var unused = group(name);
        }
    }

    /** Options for a group, or why there are none. */
    static ConsumeOptions.Builder group(String name) throws UsageError {
        return checked(() -> {
            ConsumeOptions.Builder options = ConsumeOptions.builder(name);
            var unused = options.build();
            return options;
        });
    }

    /** Makes something that may be out of its limits. */
    interface Making<T> {
        T make() throws UsageError;
    }

    static <T> T checked(Making<T> making) throws UsageError {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }
}
