/** Addresses that are not on the open internet, one or more of every range that the guard must know. */
export const hostileAddresses = [
  ...["127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1.2.3", "0.0.0.0", "0.0.0.1", "0.255.1.1"],
  ...["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.255"],
  ...["169.254.169.254", "169.254.170.2", "169.254.0.1", "100.64.0.1", "100.100.100.200", "100.127.255.254"],
  ...["192.0.0.1", "192.0.0.192", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255"],
  ...["224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16"],
  ...[
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
  ],
  ...[
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
  ],
  ...["[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"],
  ...["[fe80::1]", "[fe80::a9fe:a9fe]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[fdff::1]"],
  ...["[ff02::1]", "[ff0e::1]", "[2001:db8::1]", "[100::1]", "[3fff::1]", "[5f00::1]", "[2001:10::1]"],
];

/** Spellings that URL parsers turn into 127.0.0.1, 0.0.0.0 or 169.254.169.254. */
const spellings = [
  ...["2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0x7f.1"],
  ...["0", "0x0", "00000000000", "2852039166", "0xa9fea9fe", "0xa9.0xfe.0xa9.0xfe", "0251.0376.0251.0376"],
  ...[
    "127.0.0.1.",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "%31%32%37.0.0.1",
    "LOCALHOST.",
    "[0:0:0:0:0:0:0:1]",
  ],
  ...["[0000:0000:0000:0000:0000:ffff:7f00:0001]", "[::0001]", "3232235521", "[::ffff:0x7f.0.0.1]"],
];

/** Names → what the test's resolver says of them. */
export const hostileNames: Record<string, string[]> = {
  localhost: ["127.0.0.1"],
  "localhost.": ["127.0.0.1"],
  "app.localhost": ["127.0.0.1"],
  "internal.example.com": ["10.1.2.3"],
  "db.example.com": ["192.168.7.7"],
  "loopback.example.com": ["127.0.0.1"],
  "zero.example.com": ["0.0.0.0"],
  "six.example.com": ["::1"],
  "mapped.example.com": ["::ffff:127.0.0.1"],
  "nat64.example.com": ["64:ff9b::7f00:1"],
  "six-to-four.example.com": ["2002:7f00:1::"],
  "link-local.example.com": ["fe80::1"],
  "zone.example.com": ["fe80::1%lo"],
  "unique-local.example.com": ["fd00::1"],
  "metadata.example.com": ["169.254.169.254"],
  "metadata.google.internal": ["169.254.169.254"],
  "azure.example.com": ["168.63.129.16"],
  "carrier.example.com": ["100.64.9.9"],
  "mixed.example.com": ["93.184.215.14", "127.0.0.1"],
  "mixed-back.example.com": ["127.0.0.1", "93.184.215.14"],
  "mixed-six.example.com": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::1"],
  "nonsense.example.com": ["not-an-address"],
  "nowhere.example.com": [],
  "xn--lcalhost-n4a.example.com": ["127.0.0.1"],
};

/** Every one would reach the canary on `port` (or another machine inside) if the guard let it. */
export function hostileUrls(port: number): string[] {
  const hosts = [...hostileAddresses, ...spellings, ...Object.keys(hostileNames)];
  return [
    ...hosts.map((host) => `https://${host}:${port}/latest/meta-data/`),
    ...["127.0.0.1", "localhost", "169.254.169.254", "loopback.example.com", "[::1]"].map(
      (host) => `http://${host}:${port}/`,
    ),
    ...["http://example.com/", "http://shop.example.com:8080/", `http://93.184.215.14:${port}/`],
    ...[
      `https://user:pass@127.0.0.1:${port}/`,
      `https://example.com@127.0.0.1:${port}/`,
      "https://a:b@example.com/",
    ],
    ...[`https://127.0.0.1:${port}#@example.com/`, `https://127.0.0.1:${port}\\@example.com/`],
    ...[
      "file:///etc/passwd",
      `gopher://127.0.0.1:${port}/_x`,
      `ftp://127.0.0.1:${port}/`,
      `ws://127.0.0.1:${port}/`,
    ],
    ...["data:text/html,x", "javascript:alert(1)", "blob:https://example.com/x", `wss://127.0.0.1:${port}/`],
    ...["unix:/var/run/docker.sock", `//127.0.0.1:${port}/`, "", "https://", "https:///", "about:blank"],
    ...[22, 23, 25, 53, 110, 139, 445, 465, 993, 6000, 6667].map((bad) => `https://good.example.com:${bad}/`),
    `https://good.example.com/${"a".repeat(9000)}`,
  ];
}
