export interface Price {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

export interface Course {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly price: Price;
  readonly lessons: readonly { readonly id: string; readonly title: string }[];
}
