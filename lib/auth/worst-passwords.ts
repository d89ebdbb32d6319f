/** The passwords every attacker tries first, lower case, letters and digits only. */
export const worstPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210 87654321 11111111 111111111 1111111111
  00000000 000000000 0000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12121212
  13131313 69696969 10101010 11223344 1122334455 112233445566 12344321 123321123 123123123 123123123123 1234512345
  12341234 123412345 147258369 159753123 741852963 789456123 password password1 password12 password123 password1234
  password12345 password01 password1234567 passwort passwort1 passw0rd passw0rd1 p4ssw0rd p4ssword pa55word pa55w0rd
  motdepasse contrasena wachtwoord qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertz123
  qwertzuiop azertyuiop azerty123 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsx zaq1zaq1 q1w2e3r4
  q1w2e3r4t5 qazwsxedc qazwsx123 asdfasdf asdfghjk asdfghjkl asdf1234 asdfgh123 zxcvbnm1 zxcvbnm123 zxcvbnma abcd1234
  abcdefgh abcdefghi abcdefg1 abc12345 abc123456 abc123456789 a1b2c3d4 a1b2c3d4e5 a1234567 a12345678 a123456789 aa123456
  aa12345678 abcabcabc aaaaaaaa aaaaaaaaa aaaaaaaaaa iloveyou iloveyou1 iloveyou2 iloveyou123 ihateyou ilovegod
  loveyou123 lovelove loveme123 sunshine sunshine1 princess princess1 princess123 football football1 baseball baseball1
  basketball superman superman1 batman123 spiderman pokemon123 starwars starwars1 trustno1 whatever whatever1 computer
  computer1 internet internet1 samsung1 samsung123 letmein1 letmein123 welcome1 welcome12 welcome123 welcome2024
  welcome2025 welcome2026 administrator admin123 admin1234 admin12345 adminadmin admin2024 admin2025 admin2026 rootroot
  root1234 toor1234 changeme changeme1 changeme123 default1 default123 guest123 guest1234 test1234 test12345 testtest
  testing1 testing123 secret12 secret123 secret1234 topsecret mustang1 corvette mercedes porsche911 ferrari1 chelsea1
  liverpool liverpool1 arsenal1 barcelona realmadrid juventus manchester michael1 michelle jennifer jennifer1 jordan23
  jessica1 charlie1 danielle nicole123 christian christine elizabeth alexander alexandra victoria victoria1 caroline
  isabella benjamin jonathan jonathan1 anthony1 matthew1 william1 dragon123 monkey123 shadow123 master123 killer123
  hello123 hello1234 hellohello helloworld hallo123 freedom1 happy123 ginger12 cheese12 chocolate butterfly strawberry
  snickers midnight sandwich sunflower peaches1 blink182 metallica nirvana1 slipknot greenday rockstar rockyou1
  facebook facebook1 linkedin linkedin1 twitter1 instagram google123 myspace1 hotmail1 yahoo123 gmail123 marketing
  marketing1 marketing123 summer2023 summer2024 summer2025 summer2026 winter2023 winter2024 winter2025 winter2026
  spring2025 spring2026 autumn2025 autumn2026 january1 december1 november november1 september february monday123
  friday123 mypassword mypass123 nopassword thepassword newpassword newpass1 user1234 user12345 username username1
  login123 access14 access123 qweasdzxc qweasd123 qwe12345 qwe123456 qwer1234 qwerqwer q1234567 1a2b3c4d 1q1q1q1q
  5tgb6yhn 7777777a a1s2d3f4 asd12345 asd123456 zxc12345 zxcv1234 xxxxxxxx zzzzzzzz hunter12 hunter123 maverick
  phoenix1 thunder1 yankees1 cowboys1 steelers packers1 lakers24 eagles12 redskins patriots
  correcthorsebatterystaple`
    .trim()
    .split(/\s+/),
);
