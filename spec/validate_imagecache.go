package spec

// imageCache checks the login at Docker Hub: both parts or none, and a token that is
// there.
func (v *validator) imageCache() {
	cache := v.sys.Compute.ImageCache
	if cache == nil {
		return
	}
	user, token := at("compute", "imageCache", "dockerHubUser"), at("compute", "imageCache", "dockerHubToken")
	_, there := v.sys.Secrets[cache.DockerHubToken]
	switch {
	case cache.DockerHubUser == "" && cache.DockerHubToken == "":
	case cache.DockerHubUser == "":
		v.add(token, cache.DockerHubToken, "a token is a user's, and dockerHubUser names none", "nothing: leave it out")
	case cache.DockerHubToken == "":
		v.add(user, cache.DockerHubUser, "the cache signs in as a user with a token, and dockerHubToken names none", "nothing: leave it out")
	case !there && !v.opaqueSecrets && v.there(at("secrets")):
		near := nearest(cache.DockerHubToken, sorted(v.sys.Secrets))
		if near == "" {
			near = setSecret(at("secrets", cache.DockerHubToken))
		}
		v.add(token, cache.DockerHubToken, "there is no secret of this name under groundwork:secrets", near)
	}
}
