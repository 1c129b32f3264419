/** Whether somebody has to read what an author publishes before others do. */
export abstract class Moderation {
  abstract readonly required: boolean;
}
