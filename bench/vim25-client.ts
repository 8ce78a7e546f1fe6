import { Agent, request } from 'node:https';

/** A client that writes its SOAP by hand, on connections that stay open. It trusts whatever certificate it gets. */
export class SoapClient {
  private readonly url: URL;
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private cookie = '';

  constructor(address: string) {
    this.url = new URL('/sdk', address);
  }

  /** Calls a method on `Type:id`. Errors: what the server answers if not 200. */
  call(on: string, method: string, args = ''): Promise<string> {
    const at = on.indexOf(':');
    const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><s:Body><${method} xmlns="urn:vim25"><_this type="${on.slice(0, at)}">${on.slice(at + 1)}</_this>${args}</${method}></s:Body></s:Envelope>`;
    return new Promise((done, fail) => {
      const headers = {
        'content-type': 'text/xml',
        soapaction: '"urn:vim25/6.7.1"',
        cookie: this.cookie,
        'content-length': Buffer.byteLength(body),
      };
      const asked = request(this.url, { method: 'POST', agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const [cookie] = answer.headers['set-cookie'] ?? [];
          if (cookie !== undefined) this.cookie = cookie;
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) done(text);
          else fail(new Error(`${method}: ${answer.statusCode} ${text.slice(0, 400)}`));
        });
      });
      asked.on('error', fail);
      asked.end(body);
    });
  }

  async login(user: string, password: string): Promise<void> {
    await this.call(
      'SessionManager:SessionManager',
      'Login',
      `<userName>${user}</userName><password>${password}</password>`,
    );
  }

  /** A second connection in the same session. */
  beside(): SoapClient {
    const other = new SoapClient(this.url.href);
    other.cookie = this.cookie;
    return other;
  }

  close(): void {
    this.agent.destroy();
  }
}
