// The sandbox's control API.

export class Refused extends Error {}

async function call(method, path, body) {
  const isForm = body instanceof FormData;
  const answer = await fetch(`/sandbox/${path}`, {
    method,
    body: isForm || body === undefined ? body : JSON.stringify(body),
    headers: isForm || body === undefined ? {} : { "Content-Type": "application/json" },
  });
  const result = await answer.json();
  if (!answer.ok) throw new Refused(result.error);
  return result;
}

export const overview = () => call("GET", "people");
export const chatOf = (person) => call("GET", `people/${person}/chat`);
export const say = (person, text, replyTo) => call("POST", `people/${person}/messages`, { text, reply_to: replyTo });
export const edit = (person, id, text) => call("PATCH", `people/${person}/messages/${id}`, { text });
export const press = (person, id, data) => call("POST", `people/${person}/press`, { message_id: id, data });
export const change = (person, changes) => call("PATCH", `people/${person}`, changes);
export const clear = (person) => call("DELETE", `people/${person}/chat`);
export const sendContact = (person) => call("POST", `people/${person}/contact`, {});
export const turnClock = (instant) => call("POST", "clock", { now: instant.toISOString().replace("Z", "+00:00") });
export const fileAddress = (file) => `/sandbox/files/${encodeURIComponent(file.file_id)}`;

export function sendLocation(person, latitude, longitude) {
  return call("POST", `people/${person}/location`, { latitude, longitude });
}

export function sendFile(person, file, kind, caption) {
  const form = new FormData();
  form.append("file", file, file.name);
  return call("POST", `people/${person}/files?${new URLSearchParams({ kind, caption })}`, form);
}

/** Live events; `onLost` when the connection breaks. The browser reconnects by itself, and "ready" comes again. */
export function listen(onEvent, onLost) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onerror = onLost;
}
