package dev.weir.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks a service on this machine whether it is ready: {@code java -cp weir.jar dev.weir.launcher.HealthCheck
 * https://127.0.0.1:8080/health/ready}; without a URL it asks the one in {@code WEIR_HEALTH_URL}. For containers, whose image has neither a shell tool for it nor the
 * certificate's authority. Exit code 0 if it answers 200, else 1; 2 if the URL is no good.
 *
 * <p>Any certificate is taken, but only from a loopback address: nobody else can answer there, and nothing secret is
 * sent.
 */
public final class HealthCheck {
    private static final int LIMIT_MS = 3_000;

    private HealthCheck() {}

    public static void main(String[] args) {
        String usual = System.getenv("WEIR_HEALTH_URL");
        System.exit(run(args.length == 0 && usual != null ? usual : String.join(" ", args), System.err));
    }

    static int run(String url, PrintStream err) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || !InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
                err.println("health: one URL of a loopback address is needed");
                return ExitCode.USAGE;
            }
            return ask(uri, err);
        } catch (URISyntaxException e) {
            err.println("health: not a URL");
            return ExitCode.USAGE;
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            err.println("health: " + Line.clean(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private static int ask(URI uri, PrintStream err) throws IOException, GeneralSecurityException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (connection instanceof HttpsURLConnection tls) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            tls.setSSLSocketFactory(context.getSocketFactory());
            tls.setHostnameVerifier((host, session) -> true);
        }
        connection.setConnectTimeout(LIMIT_MS);
        connection.setReadTimeout(LIMIT_MS);
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status == HttpURLConnection.HTTP_OK) {
            return ExitCode.OK;
        }
        err.println("health: status " + status);
        return 1;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
