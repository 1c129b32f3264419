/** All ways into an account but its password: API keys, authenticator, linked providers and known devices. */
export abstract class Credentials {
  abstract forget(userId: string): Promise<void>;
}
