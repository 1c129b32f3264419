import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

export const CAPTCHA_VERDICTS = 'captcha_verdicts_total';

export const captchaVerdicts = makeCounterProvider({
  name: CAPTCHA_VERDICTS,
  help: 'Verdicts of the captcha, by action and verdict',
  labelNames: ['action', 'verdict'],
});
