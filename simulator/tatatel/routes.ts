import type { ServerResponse } from 'node:http';
import { DateTime } from 'luxon';
import type { EpochMs } from '../../domain/ids.ts';
import type { Exchange, LoggedRequest } from './exchange.ts';
import { meet, sendJson } from './faults.ts';
import { liveRow, recordRow } from './rows.ts';

type Route = (exchange: Exchange, request: LoggedRequest, response: ServerResponse) => void;

const fieldsOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {}; // the system reads a broken body as an empty one
  }
};

const logIn: Route = (exchange, request, response) => {
  const { email, password } = fieldsOf(request.body);
  const { options } = exchange;
  if (email === options.email && password === options.password) {
    const token = exchange.issueToken();
    return sendJson(response, 200, {
      success: true,
      access_token: token,
      token_type: 'bearer',
      expires_in: 3600,
      number_of_days_left: 30,
    });
  }
  exchange.failedLogins += 1;
  return sendJson(response, 401, {
    success: false,
    message: 'The username or password is incorrect.',
    login_failed_count: exchange.failedLogins,
  });
};

const authorised =
  (route: Route): Route =>
  (exchange, request, response) => {
    switch (exchange.judgeToken(request.authorization)) {
      case 'good':
        return route(exchange, request, response);
      case 'missing':
        return meet('gateway', response, 0);
      case 'expired':
        return meet('token_expired', response, 0);
      case 'unknown':
        return sendJson(response, 401, { success: false, message: 'Deleted or blacklisted token provided' });
    }
  };

const liveCalls: Route = (exchange, _request, response) =>
  sendJson(
    response,
    200,
    exchange.liveCalls().map(({ id, call }) => liveRow(call, id, exchange.options.now())),
  );

const moment = (text: string | undefined, otherwise: EpochMs): EpochMs => {
  const at = text === undefined ? null : DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone: 'Asia/Kolkata' });
  return at?.isValid ? at.toMillis() : otherwise;
};

const customerFilters = ['callerid', 'destination', 'client_number', 'customer_number'];

const records: Route = (exchange, { query }, response) => {
  const { options } = exchange;
  const filtered = options.customerFilters === 'return_nothing' && customerFilters.some((name) => name in query);
  const all = filtered
    ? []
    : exchange.recordsBetween(moment(query['from_date'], 0), moment(query['to_date'], options.now()));
  const limit = Math.min(Number(query['limit'] ?? 20) || 20, options.largestPage);
  const page = Math.max(1, Number(query['page'] ?? 1) || 1);
  const results = all.slice((page - 1) * limit, page * limit).map(({ id, record }) => recordRow(record, id));
  sendJson(response, 200, { count: all.length, limit, size: results.length, page: String(page), results });
};

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const clickToCall: Route = (exchange, request, response) => {
  const fields = fieldsOf(request.body);
  const destination = text(fields['destination_number']);
  // As Laravel says it: no `success`, lists of sentences by field.
  if (!/^\d{10,13}$/.test(destination)) {
    return sendJson(response, 422, {
      destination_number: ['The destination number must be between 10 and 13 digits.'],
    });
  }
  if (text(fields['async']) !== '1') return sendJson(response, 400, { success: false, message: 'Originate failed' });
  const placed = exchange.place({
    agentNumber: text(fields['agent_number']),
    destination,
    callerId: text(fields['caller_id']) || null,
    customIdentifier: text(fields['custom_identifier']) || null,
  });
  const { callId: call_id, refId: ref_id } = placed;
  const { clickToCallGives, withholdsId } = exchange.options;
  const ids = { call_id: { call_id }, ref_id: { ref_id }, nothing: {} }[withholdsId() ? 'nothing' : clickToCallGives];
  const answer = (): void =>
    sendJson(response, 200, { success: true, message: 'Originate successfully queued', ...ids });
  if (exchange.beforeAnswer === null) return answer();
  void exchange.beforeAnswer(placed).finally(answer);
};

const hangUp: Route = (exchange, request, response) => {
  const callId = text(fieldsOf(request.body)['call_id']);
  const isLive = exchange.liveCalls().some(({ call }) => call.callId === callId);
  if (!isLive) return sendJson(response, 400, { success: false, message: 'Call not found' });
  exchange.endCall(callId);
  return sendJson(response, 200, { success: true, message: 'Call hung up' });
};

const routes: Readonly<Record<string, Route>> = {
  'POST /v1/auth/login': logIn,
  'GET /v1/live_calls': authorised(liveCalls),
  'GET /v1/call/records': authorised(records),
  'POST /v1/click_to_call': authorised(clickToCall),
  'POST /v1/call/hangup': authorised(hangUp),
};

/** Answers one request of the API, or lets it meet the fault that was set for it. */
export const route = (exchange: Exchange, request: LoggedRequest, response: ServerResponse): void => {
  exchange.log(request);
  const fault = exchange.takeFault(request);
  if (fault !== null) return meet(fault, response, exchange.retryStamp());
  const found = routes[`${request.method} ${request.path}`];
  return found === undefined
    ? sendJson(response, 404, { success: false, message: 'Not found' })
    : found(exchange, request, response);
};
