-- The code flow of somebody who is signed in and has consented: a request that comes back with a code, and the code for tokens.
-- Whichever connection is free takes the next step of any of them.
local codes = {}
local challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
local verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
local begin

function init()
  local query = "&code_challenge=" .. challenge .. "&code_challenge_method=S256"
  begin = wrk.format("GET", os.getenv("AUTHORIZE") .. query, { cookie = os.getenv("COOKIE") })
end

local headers = { ["content-type"] = "application/x-www-form-urlencoded", ["authorization"] = os.getenv("AUTHORIZATION") }
local rest = "&grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier=" .. verifier
local token = os.getenv("TOKEN")

function request()
  local code = table.remove(codes)
  if code then
    return wrk.format("POST", token, headers, "code=" .. code .. rest)
  end
  return begin
end

function response(status, headers, body)
  local to = headers["location"] or headers["Location"]
  local code = to and to:match("[?&]code=([^&]+)")
  if code then
    codes[#codes + 1] = code
  elseif status ~= 200 then
    io.stderr:write("unexpected: " .. status .. " " .. (to or body) .. "\n")
    os.exit(1)
  end
end
