local calls = {} local mt = { __lt = function(a, b) calls[#calls + 1] = "lt" return a.v < b.v end } local function n(v) return setmetatable({ v = v }, mt) end
print(n(1) < n(2), n(2) > n(1), n(1) <= n(1), n(2) <= n(1), n(1) >= n(2), table.concat(calls, ","))
mt.__le = function(a, b) calls[#calls + 1] = "le" return "truthy" end print(n(3) <= n(1), n(1) >= n(3), table.concat(calls, ","))
print(pcall(function() return n(1) < 1 end), pcall(function() return {} < n(1) end))
