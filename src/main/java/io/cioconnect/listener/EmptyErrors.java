package io.cioconnect.listener;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself answers, such as 400 to broken framing: the status and nothing else. Never 500, which costs an hour. */
final class EmptyErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (response.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            response.setStatus(Answer.UNAVAILABLE.status());
            response.getHeaders().put(HttpHeader.RETRY_AFTER, Exchange.RETRY_AFTER_SECONDS);
        }
        callback.succeeded();
        return true;
    }
}
