package dev.weir.client;

import java.util.concurrent.CompletionStage;

/** Handles what a group delivers. On the thread {@code weir-client-calls}, so what takes long belongs elsewhere. */
@FunctionalInterface
public interface DeliveryHandler {
    /**
     * Begins to handle a delivery.
     *
     * @return its success acks and its failure nacks, with the exception's message as the reason; {@link Nack} says
     *     more. A cancelled one says nothing: the message comes again when the lease ends or the consumption is closed.
     * @throws Exception is a failure as well
     */
    CompletionStage<?> handle(Delivery delivery) throws Exception;
}
