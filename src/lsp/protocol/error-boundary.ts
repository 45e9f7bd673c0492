import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/**
 * A handler of requests whose failures are answers: the client gets an error, the log a line that says where it came from, and the server lives on.
 *
 * Answers are computed at once, so that each is about the text as it was at the request; a request that is cancelled before its turn is not computed.
 */
export function requestBoundary<P, R>(
  connection: Connection,
  what: string,
  answer: (params: P) => R,
): (params: P, token: CancellationToken) => R | ResponseError {
  return (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      return answer(params);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      log(connection, what, error);
      return new ResponseError(LSPErrorCodes.RequestFailed, `${what} failed: ${messageOf(error)}`);
    }
  };
}

/** As `guarded`, for what has no answer, at once or later. */
export function notificationBoundary<A extends readonly unknown[]>(
  connection: Connection,
  what: string,
  handle: (...given: A) => void | Promise<void>,
): (...given: A) => void {
  const failed = (error: unknown) => log(connection, what, error);
  return (...given) => {
    try {
      handle(...given)?.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

const cancelled = () => new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");

const log = (connection: Connection, what: string, error: unknown): void =>
  connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
