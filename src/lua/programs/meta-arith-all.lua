local mt = {} for _, e in ipairs({ "add", "sub", "mul", "div", "mod", "pow" }) do mt["__" .. e] = function(a, b) return e .. ":" .. type(a) .. "," .. type(b) end end
mt.__unm = function(a, b) return "unm" .. tostring(rawequal(a, b)) end mt.__concat = function(a, b) return "concat:" .. type(a) .. "," .. type(b) end
local o = setmetatable({}, mt) print(o + 1, 1 + o, o - o, "x" * o, o / 2, o % 3, o ^ 2, -o, o .. "s", 1 .. o, o .. o) print(pcall(function() return o + nil end), pcall(function() return {} + o end), pcall(function() return #o end))
