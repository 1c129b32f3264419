import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { CreateOrganization } from '../commands/create-organization.ts';
import { RenameOrganization } from '../commands/rename-organization.ts';
import { NotAllowedInOrganization, OrganizationNotFound, TooManyOrganizations } from '../domain/organization.errors.ts';
import { GetOrganization } from '../queries/get-organization.ts';
import { ListOrganizations, organizationsQuery } from '../queries/list-organizations.ts';
import { organizationPageView, organizationView } from '../queries/organization.view.ts';

const nameInput = z.strictObject({
  name: text().trim().min(1).max(100).meta({ example: 'Analytical Engines Ltd.' }),
});

const createRequest = nameInput.meta({ id: 'CreateOrganization' });
const renameRequest = nameInput.meta({ id: 'RenameOrganization' });

@ApiTags('organizations')
@Controller('api/organizations')
export class OrganizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Requires('organizations:own')
  @ApiOperation({ summary: 'Create an organization', description: 'You become its owner.' })
  @ApiCreatedResponse({ standardSchema: organizationView })
  @ApiProblems(TooManyOrganizations)
  async create(@Body({ schema: createRequest }) { name }: z.infer<typeof createRequest>, @Actor() actor: Principal) {
    const organizationId = newId();
    await this.commands.execute(new CreateOrganization(organizationId, name, actor.userId));
    return this.one(organizationId, actor);
  }

  @Get()
  @Requires('organizations:own')
  @ApiOperation({ summary: 'The organizations you are a member of, the one you joined last first' })
  @ApiOkResponse({ standardSchema: organizationPageView })
  mine(@Query({ schema: organizationsQuery }) page: z.infer<typeof organizationsQuery>, @Actor() actor: Principal) {
    return this.queries.execute(new ListOrganizations(actor.userId, page));
  }

  @Get(':id')
  @Requires('organizations:own')
  @ApiOperation({ summary: 'An organization you are a member of' })
  @ApiOkResponse({ standardSchema: organizationView })
  @ApiProblems(OrganizationNotFound)
  one(@Param('id', { schema: uuid }) organizationId: string, @Actor() actor: Principal) {
    return this.queries.execute(new GetOrganization(organizationId, actor.userId));
  }

  @Patch(':id')
  @Requires('organizations:own')
  @ApiOperation({ summary: 'Rename an organization', description: 'An owner may.' })
  @ApiOkResponse({ standardSchema: organizationView })
  @ApiProblems(OrganizationNotFound, NotAllowedInOrganization)
  async rename(
    @Param('id', { schema: uuid }) organizationId: string,
    @Body({ schema: renameRequest }) { name }: z.infer<typeof renameRequest>,
    @Actor() actor: Principal,
  ) {
    await this.commands.execute(new RenameOrganization(organizationId, actor.userId, name));
    return this.one(organizationId, actor);
  }
}
