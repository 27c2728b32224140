-- Refresh tokens, each used once: what an answer brings is shown by a later request.
wrk.method = "POST"
wrk.headers["content-type"] = "application/x-www-form-urlencoded"
wrk.headers["authorization"] = os.getenv("AUTHORIZATION")
local tokens, first, last = {}, 1, 0

function init()
  for line in io.lines(os.getenv("TOKENS")) do
    last = last + 1
    tokens[last] = line
  end
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format(nil, nil, nil, "grant_type=refresh_token&refresh_token=" .. token)
end

function response(status, _, body)
  local token = body:match('"refresh_token":"([^"]+)"')
  if status == 200 and token then
    last = last + 1
    tokens[last] = token
  end
end
