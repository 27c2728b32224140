import os, unittest
import jwt, requests  # PyJWT is what the API under test judges tokens with

SERVER = os.environ.get("MINTAGE", "http://127.0.0.1:8080")


class ApiTest(unittest.TestCase):
    def setUp(self):
        self.home = requests.post(f"{SERVER}/_mintage/homes", headers={"Mintage-Control": "1"}, json={"audience": "my-api"}).json()
        self.addCleanup(requests.delete, self.home["control"], headers={"Mintage-Control": self.home["token"]})
        self.keys = jwt.PyJWKClient(f"{self.home['issuer']}/jwks")

    def token(self, **wish):
        headers = {"Mintage-Control": self.home["token"]}
        return requests.post(f"{self.home['control']}/tokens", headers=headers, json=wish).json()["access_token"]

    def judge(self, token):
        key = self.keys.get_signing_key_from_jwt(token)
        return jwt.decode(token, key, ["ES256"], audience="my-api", issuer=self.home["issuer"])

    def test_a_good_token_is_taken_and_a_wrong_one_is_not(self):
        self.assertEqual(self.judge(self.token(user="alice", claims={"role": "admin"}))["role"], "admin")
        for flaw in ("expired", "wrong-aud", "wrong-iss", "tampered-payload"):
            with self.subTest(flaw), self.assertRaises(jwt.InvalidTokenError):
                self.judge(self.token(user="alice", flaw=flaw))


if __name__ == "__main__":
    unittest.main()
