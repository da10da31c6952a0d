# Any of the three services, or all:
#   docker build -t weir .
#   docker run -v /etc/weir:/etc/weir:ro -p 8081:8081 -e WEIR_HEALTH_URL=https://127.0.0.1:8081/health/ready \
#       weir run PublisherVerticle -conf /etc/weir/publisher.json
# docs/deployment.md says what /etc/weir holds.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY src ./src
COPY conf ./conf
RUN --mount=type=cache,target=/root/.m2 mvn -q -B -DskipTests -Dspotless.check.skip package

# Not Alpine: the native transport and TLS engine are built for glibc.
FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin weir \
    && mkdir -p /opt/weir /etc/weir /var/lib/weir \
    && chown weir /var/lib/weir
WORKDIR /opt/weir
COPY --from=build /src/target/weir.jar ./weir.jar
COPY conf ./conf
USER weir
VOLUME /var/lib/weir
EXPOSE 8080 8081 8082
ENV WEIR_HEALTH_URL=https://127.0.0.1:8080/health/ready
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
    CMD ["java", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp", "/opt/weir/weir.jar", "dev.weir.launcher.HealthCheck"]
# The JVM is process 1 and gets SIGTERM itself. More options for it go into JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", \
    "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "-Dweir.home=/opt/weir", "-jar", "/opt/weir/weir.jar"]
CMD ["--help"]
