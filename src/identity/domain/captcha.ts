/** What a visitor was about to do when the captcha watched them. */
export type CaptchaAction = 'signup' | 'login' | 'reset';

/** `unavailable`: nobody can tell right now, so the caller has to ask for another proof. */
export type CaptchaVerdict = 'human' | 'not_human' | 'unavailable';

export abstract class Captcha {
  /** Whether visitors have to pass at all. */
  abstract readonly isOn: boolean;

  /**
   * A token counts once, for the action it was made for, for two minutes. While the captcha is off everybody is human.
   * @param address of the visitor
   */
  abstract verdict(token: string | undefined, action: CaptchaAction, address: string): Promise<CaptchaVerdict>;
}
