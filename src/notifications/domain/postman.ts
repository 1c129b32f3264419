export interface Letter {
  /** The same for every attempt to send one mail, so that mailboxes can tell a repeat. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export abstract class Postman {
  /** Hands a letter to the mail server. It may arrive twice if the answer is lost. */
  abstract send(letter: Letter): Promise<void>;
}
