import assert from 'node:assert/strict';
import { test } from 'node:test';

const server = process.env.MINTAGE ?? 'http://127.0.0.1:8080';
const tell = async (url, key, body) => (await fetch(url, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Mintage-Control': key, 'Content-Type': 'application/json' },
})).json();

test('my app asks again when the server was busy', async () => {
    const home = await tell(`${server}/_mintage/homes`, '1', {});
    const { client_id, client_secret } = home.apps.demo;
    const form = { grant_type: 'client_credentials', client_id, client_secret, scope: 'read' };
    const askForToken = () => fetch(`${home.issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });

    await tell(`${home.control}/next`, home.token, { endpoint: 'token', error: 'temporarily_unavailable' });
    assert.equal((await askForToken()).status, 503);
    assert.equal((await (await askForToken()).json()).scope, 'read');

    const asked = await fetch(`${home.control}/requests`, { headers: { 'Mintage-Control': home.token } });
    assert.deepEqual((await asked.json()).requests.map((request) => request.status), [503, 200]);
    await fetch(home.control, { method: 'DELETE', headers: { 'Mintage-Control': home.token } });
});
