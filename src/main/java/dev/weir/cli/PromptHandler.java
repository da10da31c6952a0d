package dev.weir.cli;

import dev.weir.client.Delivery;
import dev.weir.client.DeliveryHandler;
import dev.weir.client.Nack;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows each delivery and asks a person what to do with it. Blocks the thread it is called on. */
final class PromptHandler implements DeliveryHandler {
    private final MessageFormat format;
    private final InputLines in;
    private final PrintStream out;
    private final PrintStream err;
    private final Runnable ended;

    /** @param ended is run when there are no more answers */
    PromptHandler(MessageFormat format, InputStream in, PrintStream out, PrintStream err, Runnable ended) {
        this.format = format;
        this.in = new InputLines(in);
        this.out = out;
        this.err = err;
        this.ended = ended;
    }

    @Override
    public CompletionStage<?> handle(Delivery delivery) throws IOException, ToolFailure {
        out.println(format.line(delivery.message()));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        while (!answer.isDone()) {
            err.print("ack, nack or dead (a/n/d)? ");
            err.flush();
            String line = in.next();
            if (line == null) {
                err.println();
                answer.cancel(false);
                ended.run();
                return answer;
            }
            switch (line.strip()) {
                case "a", "ack" -> answer.complete(null);
                case "n", "nack" -> answer.completeExceptionally(Nack.because("by hand"));
                case "d", "dead" -> answer.completeExceptionally(Nack.dead("by hand"));
                default -> err.println("a: done; n: failed, it comes again; d: to the dead letters");
            }
        }
        return answer;
    }
}
