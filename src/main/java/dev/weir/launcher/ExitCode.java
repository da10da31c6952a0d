package dev.weir.launcher;

/** The exit codes of the process. The JVM itself adds 143 after SIGTERM and 130 after SIGINT. */
final class ExitCode {
    static final int OK = 0;
    /** Wrong words on the command line, or a config that must not be used. */
    static final int USAGE = 2;
    /** Vert.x itself did not start. */
    static final int VERTX = 11;
    /** A verticle did not start: port in use, bad certificate, no way to the log. */
    static final int DEPLOYMENT = 15;
    /** It was up and could not go on: another queue in the cluster goes first, or the cluster was left without being asked. */
    static final int CANNOT_GO_ON = 16;
    /** As the shell counts a death by SIGTERM: 128 + 15. */
    static final int TERMINATED = 143;

    private ExitCode() {}
}
