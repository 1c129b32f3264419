/** All ways into an account but its password: API keys, authenticator, linked providers, known devices, and another address. */
export abstract class Credentials {
  abstract forget(userId: string): Promise<void>;
}
