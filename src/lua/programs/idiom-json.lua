local function encode(v, out) out = out or {} local t = type(v)
  if t == "table" then if #v > 0 or next(v) == nil then out[#out + 1] = "[" for i, x in ipairs(v) do if i > 1 then out[#out + 1] = "," end encode(x, out) end out[#out + 1] = "]" else local keys = {} for k in pairs(v) do keys[#keys + 1] = k end table.sort(keys) out[#out + 1] = "{" for i, k in ipairs(keys) do if i > 1 then out[#out + 1] = "," end out[#out + 1] = ("%q:"):format(k) encode(v[k], out) end out[#out + 1] = "}" end
  elseif t == "string" then out[#out + 1] = '"' .. v:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"' else out[#out + 1] = tostring(v) end return out end
print(table.concat(encode({ name = "x", list = { 1, 2, { a = true } }, empty = {}, s = "q\"\n" })))
local function decode(s) local pos = 1 local value
  local function ws() pos = s:find("%S", pos) or #s + 1 end
  function value() ws() local c = s:sub(pos, pos)
    if c == "{" then pos = pos + 1 local t = {} ws() if s:sub(pos, pos) == "}" then pos = pos + 1 return t end repeat ws() local k = value() ws() pos = pos + 1 t[k] = value() ws() local d = s:sub(pos, pos) pos = pos + 1 until d == "}" return t
    elseif c == "[" then pos = pos + 1 local t = {} ws() if s:sub(pos, pos) == "]" then pos = pos + 1 return t end repeat t[#t + 1] = value() ws() local d = s:sub(pos, pos) pos = pos + 1 until d == "]" return t
    elseif c == '"' then local e = s:find('"', pos + 1, true) local r = s:sub(pos + 1, e - 1) pos = e + 1 return r
    elseif s:sub(pos, pos + 3) == "true" then pos = pos + 4 return true elseif s:sub(pos, pos + 4) == "false" then pos = pos + 5 return false
    else local n = s:match("^-?%d+%.?%d*[eE]?[+-]?%d*", pos) pos = pos + #n return tonumber(n) end end
  return value() end
local t = decode('{"a": [1, 2.5, -3e2, true, false, "str"], "b": {"c": {}, "d": []}}') print(t.a[1], t.a[2], t.a[3], t.a[4], t.a[5], t.a[6], #t.a, next(t.b.c), #t.b.d) print(table.concat(encode(t)))
