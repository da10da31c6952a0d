package dev.weir.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one thread that owns the connections' state. A task that throws is a fault of ours and is told, not swallowed. */
final class Loop extends ScheduledThreadPoolExecutor {
    private final Consumer<Throwable> faults;

    Loop(Consumer<Throwable> faults) {
        super(1, work -> new OwnThread("weir-client", true, work));
        this.faults = faults;
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // The JDK's client may have a last word for it.
        setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable problem) {
        super.afterExecute(task, problem);
        if (task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                faults.accept(e.getCause() == null ? e : e.getCause());
            } catch (CancellationException e) {
                // A timer that is not needed any more.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
