package dev.weir.hostile;

/** One endpoint of a running service. */
record Server(String service, int port, String path) {
    boolean pops() {
        return path.equals("/popmsg");
    }

    boolean isQueue() {
        return service.equals("msgqueue");
    }

    boolean speaksNative() {
        return !isQueue();
    }

    boolean publishes() {
        return service.equals("publisher");
    }

    boolean hasGroups() {
        return service.equals("subscriber");
    }

    @Override
    public String toString() {
        return service + path;
    }
}
