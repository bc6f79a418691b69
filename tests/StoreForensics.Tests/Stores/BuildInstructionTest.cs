using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

/// <summary>The Dockerfile line of a recorded command, in the spellings that engines of all ages left.</summary>
internal sealed class BuildInstructionTest
{
    [TestCase("/bin/sh -c apt-get update", "RUN apt-get update")]
    [TestCase("/bin/sh -c #(nop) EXPOSE map[9000/tcp:{}]", "EXPOSE 9000/tcp")]
    [TestCase("/bin/sh -c #(nop) ENTRYPOINT &{[\"/bin/sh\" \"/x\"]}", "ENTRYPOINT [\"/bin/sh\" \"/x\"]")]
    [TestCase("/bin/sh -c #(nop)  CMD [\"sh\"]", "CMD [\"sh\"]")]
    [TestCase("/bin/sh -c #(nop) USER [root]", "USER root")]
    [TestCase("|1 TOKEN=a b /bin/sh -c make", "RUN make")]
    [TestCase("RUN /bin/sh -c make # buildkit", "RUN make")]
    [TestCase("RUN |2 A=1 B=2 /bin/sh -c make # buildkit", "RUN make")]
    [TestCase("COPY a /b # buildkit", "COPY a /b")]
    [TestCase("nginx -g daemon off;", "")]
    [TestCase("/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"test -f \\\"/x\\\" || exit 1\"] \"1s\" \"2s\" \"0s\" '\\x02'}",
        "HEALTHCHECK --interval=1s --timeout=2s --retries=2 CMD test -f \"/x\" || exit 1")]
    [TestCase("/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD\" \"/probe\" \"-q\"] \"30s\" \"0s\" \"0s\" \"5s\" '\\n'}",
        "HEALTHCHECK --interval=30s --start-interval=5s --retries=10 CMD [\"/probe\", \"-q\"]")]
    [TestCase("/bin/sh -c #(nop)  HEALTHCHECK &{[\"NONE\"] \"0s\" \"0s\" \"0s\" '\\x00'}", "HEALTHCHECK NONE")]
    [TestCase("/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"no end] \"1s\"}", "HEALTHCHECK [\"CMD-SHELL\" \"no end] \"1s\"")]
    public void Is_the_line_that_it_came_from(string createdBy, string line) => Assert.That(BuildInstruction.Clean(createdBy), Is.EqualTo(line));
}
