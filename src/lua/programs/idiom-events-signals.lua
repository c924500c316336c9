local Emitter = {} Emitter.__index = Emitter function Emitter.new() return setmetatable({ handlers = {} }, Emitter) end
function Emitter:on(ev, fn) local l = self.handlers[ev] or {} self.handlers[ev] = l l[#l + 1] = fn return function() for i = #l, 1, -1 do if l[i] == fn then table.remove(l, i) end end end end
function Emitter:emit(ev, ...) for _, fn in ipairs(self.handlers[ev] or {}) do local ok, e = pcall(fn, ...) if not ok then print("handler failed: " .. tostring(e)) end end end
local e = Emitter.new() local off = e:on("hit", function(n, who) print("hit", n, who) end) e:on("hit", function(n) if n > 5 then error("too big", 0) end end) e:on("hit", function(...) print(select("#", ...)) end)
e:emit("hit", 3, "me") e:emit("hit", 10) off() e:emit("hit", 1) e:emit("none") print(#e.handlers.hit)
