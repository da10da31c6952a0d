package dev.weir.client;

/** A thread of a client. Daemons: a program need not close its client in order to end. */
final class OwnThread extends Thread {
    private final boolean makesRoom;

    /** @param makesRoom whether unconfirmed publishes are settled on it, so that it must never wait for room */
    OwnThread(String name, boolean makesRoom, Runnable work) {
        super(work, name);
        this.makesRoom = makesRoom;
        setDaemon(true);
    }

    static boolean isOne() {
        return Thread.currentThread() instanceof OwnThread;
    }

    static boolean makesRoom() {
        return Thread.currentThread() instanceof OwnThread own && own.makesRoom;
    }
}
