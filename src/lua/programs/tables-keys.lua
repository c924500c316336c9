local t = {}
t["1"] = "string one" t[1] = "number one"
print(t["1"], t[1])
t[2 ^ 53] = "big"
print(t[2 ^ 53], t[9007199254740992])
t["__index"] = "i" t["constructor"] = "c" t["__proto__"] = "p" t["toString"] = "s" t["hasOwnProperty"] = "h" t.length = "l"
print(t.__index, t.constructor, t.__proto__, t.toString, t.hasOwnProperty, t.length)
local empty = {}
print(empty.constructor, empty.__proto__, empty.toString, empty.valueOf, empty.length, empty[0], empty["0"])
t[0.1 + 0.2] = "sum"
print(t[0.3], t[0.30000000000000004])
t[-0] = "minus zero"
print(t[0])
print(pcall(function() t[nil] = 1 end))
print(pcall(function() t[0 / 0] = 1 end))
print(t[nil], t[0 / 0])
t[1e300] = 1 t[-1e300] = 2
print(t[1e300], t[-1e300])
t[true] = 1 t[false] = 0
print(t[true], t[false])
print(rawget(t, "1"), rawequal(t, t), rawset(t, "r", 5) == t, t.r)
for _, name in ipairs({ "if", "end", "var", "class", "new", "this", "arguments", "eval", "await", "yield" }) do t[name] = name end
print(t["if"], t["end"], t.var, t.class, t.new, t.this, t.arguments, t.eval, t.await, t.yield)
