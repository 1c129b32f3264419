import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Environment } from '../../config/environment.ts';
import { type Letter, Postman } from '../domain/postman.ts';

const TIMEOUT_MS = 10_000;

@Injectable()
export class SmtpPostman extends Postman implements OnApplicationShutdown {
  private readonly transport: Transporter;

  constructor(private readonly environment: Environment) {
    super();
    const { protocol, hostname, port, username, password } = new URL(environment.SMTP_URL);
    this.transport = createTransport({
      pool: true,
      host: hostname,
      port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
      secure: protocol === 'smtps:',
      ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      connectionTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  override async send({ id, to, subject, text, html }: Letter): Promise<void> {
    await this.transport.sendMail({
      from: this.environment.MAIL_FROM,
      to,
      subject,
      text,
      html,
      messageId: `<${id}@azora>`,
    });
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
