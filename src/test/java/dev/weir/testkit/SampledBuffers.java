package dev.weir.testkit;

import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that move megabytes: a stack trace for every eight bytes looked at would take minutes there. A sample of the buffers is
 * still watched for leaks.
 */
public final class SampledBuffers implements BeforeAllCallback, AfterAllCallback {
    private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    @Override
    public void beforeAll(ExtensionContext context) {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(before);
    }
}
