import { DiscoveryService } from '@nestjs/core';

/** What a part of the platform knows of a person, for their own eyes (GDPR, articles 15 and 20). */
export interface PersonalData {
  /** Plain JSON, complete, in the terms of the API. */
  personalDataOf(userId: string): Promise<unknown>;
}

/** Marks a provider as the {@link PersonalData} of a section of the export: `@PersonalDataOf('billing')`. */
export const PersonalDataOf = DiscoveryService.createDecorator<string>();
