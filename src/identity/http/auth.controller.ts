import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { Public } from '../access.contract.ts';
import { EmailTaken, TooManyLogins, WrongCredentials } from '../domain/user.errors.ts';
import { Enter } from '../processes/enter.ts';
import { sessionView } from '../queries/session.view.ts';

const email = z.email().max(254).meta({ example: 'ada@example.org' });
const password = text().min(8).max(256);

const signUpRequest = z
  .strictObject({
    email,
    name: text().trim().min(1).max(100).meta({ example: 'Ada Lovelace' }),
    password: password.meta({ example: 'correct horse battery staple' }),
  })
  .meta({ id: 'SignUp' });

const logInRequest = z
  .strictObject({
    email: text().min(1).max(254).meta({ example: 'learner@azora.test' }),
    password: text().min(1).max(256).meta({ example: 'azora-local-only' }),
  })
  .meta({ id: 'LogIn' });

@ApiTags('identity')
@Controller('api/auth')
@Public()
export class AuthController {
  constructor(private readonly enter: Enter) {}

  @Post('signup')
  @Limited('auth')
  @ApiOperation({ summary: 'Open an account and sign in' })
  @ApiCreatedResponse({ standardSchema: sessionView })
  @ApiProblems(EmailTaken, TooManyLogins)
  signUp(@Body({ schema: signUpRequest }) { email, name, password }: z.infer<typeof signUpRequest>) {
    return this.enter.signUp(email, name, password);
  }

  @Post('login')
  @HttpCode(200)
  @Limited('auth')
  @ApiOperation({ summary: 'Sign in' })
  @ApiOkResponse({ standardSchema: sessionView })
  @ApiProblems(WrongCredentials, TooManyLogins)
  logIn(@Body({ schema: logInRequest }) { email, password }: z.infer<typeof logInRequest>) {
    return this.enter.logIn(email, password);
  }
}
