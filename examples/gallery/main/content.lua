-- Brings the content of excluded collection proxies onto the device: asks what is missing, downloads it,
-- hands it to the engine, which verifies and keeps it. What has been stored once is never fetched again.

local M = {}

M.MANIFEST_NAME = "liveupdate.game.dmanifest"

local MAX_TRIES = 3
local RETRY_SECONDS = 0.5
local TIMEOUT_SECONDS = 30

local function content_url()
	return (sys.get_config_string("gallery.content_url", ""):gsub("/+$", ""))
end

local function answered(response)
	-- a cache that revalidated its copy says 304 instead of 200
	return response.status == 200 or response.status == 304
end

-- Downloads one file. done(body) on success, done(nil, reason) when every try failed.
local function download(name, done)
	local tries = 0
	local url = content_url() .. "/" .. name
	local function try()
		tries = tries + 1
		http.request(url, "GET", function(_, _, response)
			if answered(response) then
				done(response.response)
				return
			end
			-- the file is not there, or we may not have it: asking again will not help
			local hopeless = response.status >= 400 and response.status < 500
			if hopeless or tries == MAX_TRIES then
				done(nil, "status " .. response.status .. " after " .. tries .. " tries")
			else
				timer.delay(RETRY_SECONDS * tries, false, try)
			end
		end, nil, nil, { timeout = TIMEOUT_SECONDS })
	end
	try()
end

-- Takes over the published manifest, so that content published after this bundle was made can be found.
-- done(true), or done(false, reason); the game can go on with what it knows either way.
function M.update_manifest(done)
	download(M.MANIFEST_NAME, function(body, reason)
		if not body then
			done(false, reason)
			return
		end
		resource.store_manifest(body, function(_, status)
			if status == resource.LIVEUPDATE_OK then
				done(true)
			else
				done(false, "the engine refused it (" .. status .. ")")
			end
		end)
	end)
end

-- Fetches everything a proxy is missing, some files at a time.
-- progress(stored, total) after each file; done(true), or done(false, reason) once nothing is under way any more.
function M.fetch(proxy, progress, done)
	local missing = collectionproxy.missing_resources(proxy)
	local manifest = resource.get_current_manifest()
	local total = #missing
	local next_index = 1
	local under_way = 0
	local stored = 0
	local failure

	if total == 0 then
		done(true)
		return
	end

	local function step()
		if stored == total then
			done(true)
			return
		end
		if failure then
			-- let what was started come to its end: what arrives is kept for the next time
			if under_way == 0 then
				done(false, failure)
			end
			return
		end
		local parallel = sys.get_config_int("gallery.parallel", 4)
		while under_way < parallel and next_index <= total do
			local hexdigest = missing[next_index]
			next_index = next_index + 1
			under_way = under_way + 1
			download(hexdigest, function(body, reason)
				if not body then
					under_way = under_way - 1
					failure = failure or (hexdigest .. ": " .. reason)
					step()
					return
				end
				resource.store_resource(manifest, body, hexdigest, function(_, digest, status)
					under_way = under_way - 1
					if status then
						stored = stored + 1
						progress(stored, total)
					else
						failure = failure or (digest .. ": the engine refused it")
					end
					step()
				end)
			end)
		end
	end
	step()
end

return M
