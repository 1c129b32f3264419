import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { COLLECTION_PROBLEMS, paymentMethodInput } from '../../billing/billing.contract.ts';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { CourseNotForSale, CourseNotFound, OwnCourse } from '../domain/course.errors.ts';
import { CourseAlreadyOwned, PurchaseInProgress } from '../domain/purchase.errors.ts';
import { PurchaseCourse } from '../processes/purchase-course.ts';
import { purchaseView } from '../queries/purchase.view.ts';

const purchaseRequest = z
  .strictObject({
    courseId: uuid,
    paymentMethod: paymentMethodInput.optional(),
  })
  .meta({ id: 'PurchaseCourse' });

@ApiTags('catalog')
@Controller('api/courses')
@Requires('courses:buy')
export class PurchasesController {
  constructor(private readonly purchasing: PurchaseCourse) {}

  @Post('purchase')
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Buy a course',
    description:
      'The payment method, or without one your default, is charged at once. Where there is none, or after a refusal, pay with `POST /api/payments/process`. The enrollment follows the payment. A free course is yours at once.',
  })
  @ApiCreatedResponse({ standardSchema: purchaseView })
  @ApiProblems(
    CourseNotFound,
    CourseNotForSale,
    OwnCourse,
    CourseAlreadyOwned,
    PurchaseInProgress,
    ...COLLECTION_PROBLEMS,
  )
  purchase(
    @Body({ schema: purchaseRequest }) { courseId, paymentMethod }: z.infer<typeof purchaseRequest>,
    @OperationId() operationId: string,
    @Actor() actor: Principal,
  ) {
    return this.purchasing.purchase(operationId, courseId, actor.userId, paymentMethod);
  }
}
