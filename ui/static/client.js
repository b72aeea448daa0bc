// The service's HTTP interface: session, stream, paragraphs, conversations, feedback.

/** The service writes something every 15 seconds: after so long a silence the connection is gone. */
const SILENCE_MS = 45_000;

/** What went wrong, in words that can be shown. */
export class Problem extends Error {
  constructor(code, message, status = 0) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export class Client {
  /** @param {Storage} storage where the session's secret is kept; never a cookie. */
  constructor(storage, language, keeps, networkMessage) {
    this.storage = storage;
    this.language = language;
    this.keeps = keeps;
    this.networkMessage = networkMessage;
    this.paragraphs = new Map();
  }

  get secret() {
    return this.storage.getItem("coopbot-session");
  }

  async send(method, path, body = null, options = {}) {
    const headers = { "Accept-Language": this.language, ...(options.headers || {}) };
    if (body !== null) headers["Content-Type"] = "application/json";
    if (options.session && this.secret) headers.Authorization = `Bearer ${this.secret}`;
    let response;
    try {
      response = await fetch(`/api/v1${path}`, {
        method,
        headers,
        body: body === null ? undefined : JSON.stringify(body),
        signal: options.signal,
        credentials: "omit",
      });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem("network", this.networkMessage);
    }
    if (response.ok) return response;
    let problem = {};
    try {
      problem = await response.json();
    } catch {
      problem = { error: "network", message: this.networkMessage };
    }
    if (response.status === 401 && options.session && this.secret && !options.again) {
      // The session is past its retention time: begin another and go on.
      this.storage.removeItem("coopbot-session");
      if (options.needsSession) await this.begin();
      if (body && "conversation" in body) delete body.conversation;
      return this.send(method, path, body, { ...options, again: true });
    }
    throw new Problem(problem.error, problem.message, response.status);
  }

  /** Get a secret where none is held. */
  async begin() {
    if (!this.keeps || this.secret) return;
    const response = await this.send("POST", "/session");
    this.storage.setItem("coopbot-session", (await response.json()).session);
  }

  /** Ask, and yield {kind, data} for each event of the stream. */
  async *ask(body, signal) {
    try {
      await this.begin();
    } catch {
      // Without a session the answer is given all the same; it is only not kept.
    }
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const response = await this.send("POST", "/ask/stream", body, { session: true, needsSession: true, signal: ending.signal });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let step = await reader.read(); !step.done; step = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        rest += step.value;
        const blocks = rest.split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const kind = /^event: (.*)$/m.exec(block);
          const data = /^data: (.*)$/m.exec(block);
          if (kind && data) yield { kind: kind[1], data: JSON.parse(data[1]) };
        }
      }
    } catch (error) {
      if (signal.aborted || error instanceof Problem) throw error;
      throw new Problem("network", this.networkMessage);
    } finally {
      clearTimeout(silence);
      signal.removeEventListener("abort", end);
    }
  }

  /** One paragraph in its languages; each is fetched once. */
  paragraph(symbol, label) {
    const path = `/documents/${symbol.split("/").map(encodeURIComponent).join("/")}/paragraphs/${encodeURIComponent(label)}`;
    if (!this.paragraphs.has(path)) {
      const promise = this.send("GET", path).then((response) => response.json());
      promise.catch(() => this.paragraphs.delete(path));
      this.paragraphs.set(path, promise);
    }
    return this.paragraphs.get(path);
  }

  async conversations() {
    if (!this.secret) return [];
    const response = await this.send("GET", "/conversations", null, { session: true });
    return (await response.json()).conversations;
  }

  async conversation(id) {
    const response = await this.send("GET", `/conversations/${encodeURIComponent(id)}`, null, { session: true });
    return (await response.json()).turns;
  }

  deleteConversation(id) {
    return this.send("DELETE", `/conversations/${encodeURIComponent(id)}`, null, { session: true });
  }

  async deleteAll() {
    if (this.secret) await this.send("DELETE", "/session", null, { session: true });
    this.storage.removeItem("coopbot-session");
  }

  async exported(id, format) {
    const response = await this.send("GET", `/conversations/${encodeURIComponent(id)}/export?format=${format}`, null, { session: true });
    return response.blob();
  }

  async feedback(body) {
    const response = await this.send("POST", "/feedback", body, { session: true });
    return response.json();
  }
}
