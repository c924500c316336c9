local b = require("bit") print(b == bit, bit.band(0xff, 0x0f), bit.bor(1, 2, 4), bit.bxor(5, 1), bit.bnot(0), bit.lshift(1, 4), bit.rshift(-1, 28), bit.arshift(-16, 2), bit.rol(0x12345678, 8), bit.ror(0x12345678, 8), bit.bswap(0x12345678))
print(bit.tobit(0xffffffff), bit.tobit(2 ^ 40 + 1), bit.tobit(-1.5), bit.tobit(1.5), bit.tobit(2.5), bit.tohex(255), bit.tohex(-1), bit.tohex(255, 4), bit.tohex(0xabcdef, -6), bit.band("15", 7), bit.lshift(1, 33), bit.lshift(1, 31), bit.rshift(1, 0), bit.band(-1, 0xffff))
print(pcall(bit.band)) print(pcall(bit.band, "x")) print(pcall(bit.lshift, 1)) print(bit.bor(0x80000000), bit.bxor(-1, 0x7fffffff))
local h = 5381 for c in ("hello"):gmatch(".") do h = bit.bxor(bit.lshift(h, 5) + h, c:byte()) h = bit.tobit(h) end print(h)
