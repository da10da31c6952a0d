package dev.weir.hostile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test of one row of docs/hostile.md, run under {@link RowWatch} against every endpoint, or every one that
 * native clients use, or that one where groups are. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Endpoints.class)
@ExtendWith(RowWatch.class)
@interface Row {
    /** The row's id. */
    String value();

    /** Whether the log has to say something about it. */
    boolean logged() default true;

    /** Whether it is about native clients, and so run where there can be any. */
    boolean natively() default false;

    /** Whether it is about groups, and so run where native clients consume. */
    boolean groups() default false;
}
