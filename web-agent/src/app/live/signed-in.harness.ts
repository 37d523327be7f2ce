import { TestBed } from '@angular/core/testing';
import { FakeServer } from '../../api/fake-server.harness.ts';
import { SignIn } from '../../api/sign-in.ts';
import { until } from '../../look/until.harness.ts';
import { Live } from './live.ts';
import { StandInGateway } from './stand-in-gateway.harness.ts';

/** Ada, signed in, with the real client on a stand-in gateway. */
export async function signedIn(prepare: (gateway: StandInGateway) => void = () => undefined) {
  const server = new FakeServer();
  const gateway = new StandInGateway();
  prepare(gateway);
  TestBed.configureTestingModule({ providers: [server.provider, gateway.provider] });
  const signIn = TestBed.inject(SignIn);
  const live = TestBed.inject(Live);
  await signIn.signIn('ada@example.com', 'right');
  await until(() => live.isCurrent());
  return { server, gateway, signIn, live };
}
