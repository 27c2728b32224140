# FastAPI with PyJWT. Written by `mintage verifier-config fastapi`.
# pip install fastapi uvicorn pyjwt[crypto]; uvicorn api:app
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

ISSUER = {{issuer}}
AUDIENCES = {{audiences}}
# These, whatever a header says.
ALGORITHMS = {{algs}}
SCOPES = {{scopes}}

# The set is fetched once, and again where a token names a key that is not in it.
keys = jwt.PyJWKClient({{jwks}}, lifespan=300)
shown = HTTPBearer(auto_error=False)


def refused(status: int, error: str) -> HTTPException:
    return HTTPException(status, headers={"WWW-Authenticate": "Bearer" + error})


def claims(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(shown)]) -> dict:
    if credentials is None:
        raise refused(401, "")
    try:
        token = jwt.decode_complete(
            credentials.credentials,
            keys.get_signing_key_from_jwt(credentials.credentials),
            algorithms=ALGORITHMS,
            issuer=ISSUER,
            audience=AUDIENCES,
            leeway=0,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
        # An access token of RFC 9068: an ID token opens no API.
        if str(token["header"].get("typ")).lower() not in ("at+jwt", "application/at+jwt"):
            raise jwt.InvalidTokenError("not an access token")
    except jwt.PyJWTError as error:
        raise refused(401, ' error="invalid_token"') from error
    if not set(SCOPES) <= set(str(token["payload"].get("scope", "")).split()):
        raise refused(403, ' error="insufficient_scope"')
    return token["payload"]


app = FastAPI()


@app.get("/orders")
def orders(token: Annotated[dict, Depends(claims)]):
    return {"of": token["sub"]}
