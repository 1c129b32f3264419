import type { CustomFetch } from 'openid-client';
import { IdentityProviderUnavailable } from '../domain/sign-in.errors.ts';

export const TIMEOUT_SECONDS = 10;

const TOO_MANY_REQUESTS = 429;

/** `fetch` for openid-client, which itself does not tell a provider that is away from one that says no. */
export const fetchFromProvider: CustomFetch = async (url, options) => {
  const response = await whole(url, options as RequestInit);
  if (response.status >= 500 || response.status === TOO_MANY_REQUESTS)
    throw new IdentityProviderUnavailable(`${url} answered ${response.status}`);
  return response;
};

/** The body as well, so that an answer that breaks off is no answer. */
async function whole(url: string, options: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, options);
    return new Response((await response.text()) || null, response);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    throw new IdentityProviderUnavailable(`${url}: ${cause?.code ?? message}`);
  }
}
