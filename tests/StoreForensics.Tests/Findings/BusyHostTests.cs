using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>A host that works all day and where nothing happened: a runner of builds, a database, a proxy and monitoring. Only the engine's socket, which
/// monitoring has read-only, is worth more than a low word.</summary>
[TestFixture]
internal sealed class BusyHostTests
{
    [Test]
    public void Has_nothing_above_low_but_the_socket()
    {
        IReadOnlyList<Finding> found = FindingsExaminer.Find(Host(), null, new ProblemLog());
        Assert.That(found.Where(f => f.Severity > FindingSeverity.Low).Select(f => $"{f.Severity.Word()} {f.Rule}: {string.Join(", ", f.Subjects)}: {f.Path}"),
            Is.EqualTo(new[] { "medium container-engine-socket: monitoring: " }), string.Join('\n', found.Select(f => f.Reason)));
        Assert.That(found, Has.Count.GreaterThan(5), "quiet is not blind");
    }

    private static Inventory Host()
    {
        var inventory = new Inventory();
        Layer debian = new TestLayer("debian").Directory("bin").File("bin/sh", new string('s', 4000), 0x1ed).File("etc/passwd",
            "root:x:0:0:root:/root:/bin/sh\n")
            .File("var/log/dpkg.log", "x\n").Over(null);
        Image build = Image(inventory, "ci/runner:17", [
            ("ADD rootfs.tar / # buildkit", debian),
            ("RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends git curl ca-certificates sudo && rm -rf /var/lib/apt/lists/* # buildkit",
                new TestLayer("tools").File("usr/bin/sudo", new string('u', 3000), 0x9ed).File("etc/cron.d/e2scrub_all",
                    "30 3 * * 0 root test -e /run/systemd/system || true\n")
                    .File("usr/bin/git", new string('g', 5000), 0x1ed).File("etc/passwd",
                        "root:x:0:0:root:/root:/bin/sh\n_apt:x:42:65534::/nonexistent:/bin/false\n", time: TestLayer.Time + 60).Over(debian)),
            ("RUN /bin/sh -c curl -fsSL https://dl.example.org/runner-17.tar.gz -o /tmp/runner.tar.gz && tar xzf /tmp/runner.tar.gz -C /opt && rm /tmp/runner.tar.gz # buildkit",
                new TestLayer("runner").File("opt/runner/run.sh", "#!/bin/sh\nexec /opt/runner/bin/listener \"$@\"\n", 0x1ed)
                    .File("opt/runner/bin/listener", new string('l', 9000), 0x1ed).Over(null)),
        ]);
        Layer work = new TestLayer("work").File("builds/team/shop/.git/HEAD", "ref: refs/heads/main\n").File("builds/team/shop/.git/hooks/pre-push",
            "#!/bin/sh\nexit 0\n", 0x1ed)
            .File("builds/team/shop/.env.example", "PORT=8080\n").File("builds/team/shop/node_modules/.bin/tsc",
                "#!/usr/bin/env node\nrequire('../lib/tsc.js')\n", 0x1ed)
            .File("builds/team/shop/dist/index.html", "<html></html>\n").File("root/.cache/yarn/v6/index.json", "{}\n").File("tmp/build-trace.log", "ok\n")
            .File("root/.gitconfig", "[safe]\n\tdirectory = *\n").Over(build.Layers[^1]);
        Container(inventory, "runner-1", build, work, "/opt/runner/run.sh --once", ["RUNNER_TOKEN_FILE=/run/secrets/runner", "CI=true"]);
        Image database = Image(inventory, "postgres:16", [("ADD rootfs.tar / # buildkit", debian), ("ENV PGDATA=/var/lib/postgresql/data", null),
            ("RUN /bin/sh -c set -eux; groupadd -r postgres --gid=999; useradd -r -g postgres --uid=999 postgres # buildkit",
                new TestLayer("pg").File("usr/lib/postgresql/16/bin/postgres", new string('p', 9000), 0x1ed).File("docker-entrypoint-initdb.d/10-app.sql",
                    "CREATE TABLE a();\n")
                    .File("etc/group", "postgres:x:999:\n").Over(debian))]);
        Container(inventory, "orders-db", database, new TestLayer("db").File("run/postgresql/.s.PGSQL.5432.lock", "1\n")
            .File("var/lib/postgresql/.psql_history", "select 1;\n")
            .File("tmp/pgdump.sql", "--\n").Over(database.Layers[^1]), "postgres -c max_connections=200", ["POSTGRES_PASSWORD_FILE=/run/secrets/db",
                "POSTGRES_USER=orders"]);
        Image proxy = Image(inventory, "nginx:1.27", [("ADD rootfs.tar / # buildkit", debian),
            ("COPY docker-entrypoint.sh / # buildkit", new TestLayer("nginx").File("docker-entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n", 0x1ed)
                .File("etc/nginx/nginx.conf", "user nginx;\n")
                .File("var/log/nginx/access.log", "").Over(debian))]);
        Container(inventory, "edge", proxy, new TestLayer("edge").File("etc/nginx/conf.d/orders.conf",
            "server { listen 443 ssl; proxy_pass http://orders:8080; }\n")
            .File("var/cache/nginx/client_temp/0001", "x").File("etc/ssl/private/edge.pem", "certificate\n").Over(proxy.Layers[^1]),
                "nginx -g daemon off;", ["NGINX_VERSION=1.27"]);
        Image watch = Image(inventory, "prom/agent:2", [("ADD agent.tar / # buildkit", new TestLayer("agent").File("bin/agent", new string('a', 9000),
            0x1ed).Over(null)),
            ("CMD [\"/bin/agent\" \"--config=/etc/agent.yml\"]", null)]);
        Container(inventory, "monitoring", watch, new TestLayer("watch").File("data/wal/00000001", "x").Over(watch.Layers[^1]),
            "/bin/agent --config=/etc/agent.yml", ["GOMAXPROCS=2"],
            new ContainerMount { Type = "bind", Source = "/var/run/docker.sock", Destination = "/var/run/docker.sock", ReadWrite = false },
            new ContainerMount { Type = "bind", Source = "/sys", Destination = "/host/sys", ReadWrite = false },
            new ContainerMount { Type = "bind", Source = "/proc", Destination = "/host/proc", ReadWrite = false });
        return inventory;
    }

    private static Image Image(Inventory inventory, string name, (string Command, Layer? Layer)[] steps)
    {
        long at = TestLayer.Time - 90_000;
        var image = new Image
        {
            Id = $"sha256:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))}",
            Store = steps[0].Layer!.Store,
            Origin = steps[0].Layer!.Origin,
            Created = At(at),
            Provenance = new Provenance(Provenance.Pulled, null, []),
        };
        image.References.Add(new ImageReference(name.Split(':')[0], name.Split(':')[1], null));
        foreach ((string command, Layer? layer) in steps)
        {
            var step = new BuildStep
            {
                Number = image.Steps.Count + 1,
                Created = At(at),
                CreatedBy = command,
                Instruction = command,
                Layer = layer,
                Origin = image.Origin
            };
            image.Steps.Add(step);
            if (layer is null)
                continue;
            layer.Step ??= step;
            layer.Parent ??= image.Layers.LastOrDefault();
            layer.Images.Add(image);
            image.Layers.Add(layer);
            if (!inventory.Layers.Contains(layer))
                inventory.Layers.Add(layer);
        }
        inventory.Images.Add(image);
        return image;
    }

    private static void Container(Inventory inventory, string name, Image image, Layer layer, string command, string[] environment,
        params ContainerMount[] mounts)
    {
        var container = new Container
        {
            Id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))),
            Name = name,
            Store = image.Store,
            Origin = image.Origin,
            Image = image,
            ImageId = image.Id,
            ImageName = image.References[0].ToString(),
            Path = command.Split(' ')[0],
            Args = [.. command.Split(' ')[1..]],
            Config = new ContainerConfig { Env = environment },
            Created = At(TestLayer.Time - 100),
            Started = At(TestLayer.Time - 99),
            State = "running",
            Mounts = mounts,
            Layer = layer,
        };
        layer.Containers.Add(container);
        layer.Role = LayerRole.Container;
        inventory.Layers.Add(layer);
        inventory.Containers.Add(container);
    }

    private static RecordedTime At(long seconds) => new(new Timestamp(seconds, 0), "");
}
