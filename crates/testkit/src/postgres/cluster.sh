# A private PostgreSQL cluster, for as long as standard input is open: when the test process ends, in whatever way, the
# system closes it, the server is stopped and its folder removed.
# Arguments: folder of PostgreSQL's programs, port, further settings. Orders come line by line; each is answered.
set -eu
bin=$1 port=$2
shift 2
# Short: the path of a socket has 107 bytes at most.
folder=$(mktemp -d /tmp/pg-XXXXXX)
server=
trap '' INT TERM HUP
trap 'test -z "$server" || { kill -QUIT $server; wait $server; } 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"

"$bin/initdb" --pgdata=data --username=tester --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >initdb.log 2>&1 ||
    { cat initdb.log >&2; exit 1; }
# Members of one role must give their password, for the tests of that.
sed -i '1i host all +strict 127.0.0.1/32 scram-sha-256' data/pg_hba.conf

start() {
    # Left by a crash.
    rm -f data/postmaster.pid
    "$bin/postgres" -D data -h 127.0.0.1 -p "$port" -k "$folder" "$@" </dev/null >>log 2>&1 &
    server=$!
    until grep -q ready data/postmaster.pid 2>/dev/null; do
        kill -0 $server 2>/dev/null || { cat log >&2; exit 1; }
        sleep 0.02
    done
}

start "$@"
echo "$folder"
while read -r order; do
    case $order in
        # Clients are told, nothing is lost.
        stop) kill -INT $server ;;
        # As when the machine fails: nothing is written, nobody is told.
        crash) kill -QUIT $server ;;
        start) start "$@"; echo done; continue ;;
    esac
    wait $server || true
    server=
    echo done
done
