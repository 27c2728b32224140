-- One form again and again.
wrk.method = "POST"
wrk.headers["content-type"] = "application/x-www-form-urlencoded"
wrk.headers["authorization"] = os.getenv("AUTHORIZATION")
wrk.body = os.getenv("FORM")
