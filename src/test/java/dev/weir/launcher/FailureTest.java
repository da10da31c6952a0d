package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.VertxException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final JsonObject CONFIG = new JsonObject().put("server", new JsonObject().put("port", 9999));

    @Test
    void namesThePortThatIsInUse() {
        assertEquals(line("port 9999 is already in use"), of(CONFIG, new BindException("Address already in use")));
        assertEquals(
                line("port 8080 is already in use"),
                of(new JsonObject(), new IOException("bind(..) failed with error(-98): Address already in use")));
    }

    @Test
    void namesTheServiceThatFailedAmongSeveral() {
        Failure failure = Failure.of(
                Service.ALL,
                new JsonObject(),
                new StartFailure(Service.PUBLISHER, CONFIG, new BindException("Address already in use")));
        assertEquals(List.of("publisher did not start: port 9999 is already in use"), failure.lines());
    }

    @Test
    void tellsTheOutermostReasonOnOneLine() {
        assertEquals(
                line("certificate server.crt: no such file"),
                of(CONFIG, new VertxException("certificate server.crt: no such file", new IOException("inner"))));
        assertEquals(line("inner"), of(CONFIG, new RuntimeException(new IOException("inner"))));
        assertEquals(line("NullPointerException"), of(CONFIG, new NullPointerException()));
        assertEquals(line("two lines"), of(CONFIG, new IOException("two\nlines")));
        assertEquals(line("did not start within two minutes"), Failure.of(Service.MSGQUEUE, CONFIG, null));
    }

    @Test
    void tellsWhichVerticleTheBuildLacks() {
        assertEquals(
                line("this build has no class dev.weir.msgqueue.MsgQueueVerticle"),
                of(CONFIG, new ClassNotFoundException("dev.weir.msgqueue.MsgQueueVerticle")));
        assertEquals(line("some.Other"), of(CONFIG, new ClassNotFoundException("some.Other")));
    }

    private static Failure line(String reason) {
        return new Failure(ExitCode.DEPLOYMENT, List.of("msgqueue did not start: " + reason));
    }

    private static Failure of(JsonObject config, Throwable thrown) {
        return Failure.of(Service.MSGQUEUE, config, thrown);
    }
}
