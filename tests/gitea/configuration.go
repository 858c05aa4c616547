package gitea

import (
	"fmt"
	"path/filepath"
)

// configuration is Gitea's app.ini for a server that lives as long as the tests:
// on loopback, without mail, jobs, or anything that asks the internet.
// https://docs.gitea.com/administration/config-cheat-sheet
func configuration(dir, files string, port int) string {
	return fmt.Sprintf(`RUN_MODE = prod
WORK_PATH = %[1]s
; Tests in a container run as root. What it runs is pinned and serves loopback only.
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true

[server]
PROTOCOL = http
HTTP_ADDR = 127.0.0.1
HTTP_PORT = %[3]d
ROOT_URL = http://127.0.0.1:%[3]d/
STATIC_ROOT_PATH = %[2]s
DISABLE_SSH = true
OFFLINE_MODE = true

[database]
DB_TYPE = sqlite3
PATH = %[4]s
; Nothing here must survive a power cut.
SQLITE_JOURNAL_MODE = MEMORY

[security]
INSTALL_LOCK = true
; Made up here: it lives as long as the server.
SECRET_KEY = groundwork-tests-groundwork-tests
PASSWORD_HASH_ALGO = pbkdf2$1000$50

[service]
DISABLE_REGISTRATION = true

[cron]
ENABLED = false

[cron.update_checker]
ENABLED = false

[mailer]
ENABLED = false

[picture]
DISABLE_GRAVATAR = true

[log]
MODE = console
LEVEL = warn
`, dir, files, port, filepath.Join(dir, "gitea.db"))
}
