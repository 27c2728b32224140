// Beside nginx.conf. Written by `mintage verifier-config nginx`.
const ISSUER = {{issuer}};
const AUDIENCES = {{audiences}};
const SCOPES = {{scopes}};

async function check(request) {
    const refuse = (status, challenge) => {
        request.headersOut['WWW-Authenticate'] = challenge;
        request.return(status);
    };
    const shown = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headersIn.Authorization || '');
    if (!shown) {
        return refuse(401, 'Bearer');
    }
    const asked = { method: 'POST', body: 'token=' + encodeURIComponent(shown[1]) };
    const answer = await request.subrequest('/_introspect', asked);
    if (answer.status !== 200) {
        request.error('the authority answered ' + answer.status);
        return request.return(500);
    }
    const token = JSON.parse(answer.responseText);
    const isForUs = [].concat(token.aud).some((audience) => AUDIENCES.includes(audience));
    if (token.active !== true || token.iss !== ISSUER || !isForUs) {
        return refuse(401, 'Bearer error="invalid_token"');
    }
    const scopes = (token.scope || '').split(' ');
    if (!SCOPES.every((scope) => scopes.includes(scope))) {
        return refuse(403, 'Bearer error="insufficient_scope"');
    }
    request.headersOut.Sub = encodeURIComponent(token.sub);
    request.return(204);
}

export default { check };
