/** A module of the built product; its decorators keep the source from being run directly. */
export function built<Module>(path: string): Promise<Module> {
  return import(new URL(`../dist/src/${path}.js`, import.meta.url).href) as Promise<Module>;
}
