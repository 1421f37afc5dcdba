import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey, seal, unseal, unwrap, unwrapByPin, wrap, wrapByPin } from "../src/phone/seals";

const SECRET = btoa("0123456789abcdef0123456789abcdef");
const OTHER = btoa("fedcba9876543210fedcba9876543210");

test("what is sealed is read with the key that any of the two locks gives", async () => {
  const key = await newKey();
  const sealed = await seal(key, "households/57a", { name: "สมหญิง" });
  assert.ok(!Buffer.from(sealed.data).includes(Buffer.from("สมหญิง")));
  const byAccount = await unwrap(await wrap(key, SECRET), SECRET);
  const byPin = await unwrapByPin(await wrapByPin(key, "246810", 1000), "246810");
  for (const one of [key, byAccount, byPin]) {
    assert.deepEqual(await unseal(one, "households/57a", sealed), { name: "สมหญิง" });
  }
});

test("a wrong PIN and another account's secret open nothing, and a seal fits one place", async () => {
  const key = await newKey();
  await assert.rejects(unwrapByPin(await wrapByPin(key, "246810", 1000), "246811"));
  await assert.rejects(unwrap(await wrap(key, SECRET), OTHER));
  const sealed = await seal(key, "households/57a", 1);
  await assert.rejects(unseal(key, "households/57b", sealed));
});

test("the key that stays open on the phone cannot be carried away, the one to be wrapped again can", async () => {
  const wrapped = await wrap(await newKey(), SECRET);
  assert.equal((await unwrap(wrapped, SECRET)).extractable, false);
  assert.equal((await unwrap(wrapped, SECRET, true)).extractable, true);
});

test("a PIN costs at least three hundred thousand rounds", async () => {
  const { rounds, salt } = await wrapByPin(await newKey(), "246810");
  assert.ok(rounds >= 300_000 && salt.length === 16);
});
